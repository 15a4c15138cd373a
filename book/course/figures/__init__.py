"""The figures of the chapters, a file a chapter: functions, named for what a reader sees."""
