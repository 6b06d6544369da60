"""The service under load: reads while runs solve, planners at once, long lists."""
