"""From bytes to text cells: separated text, workbooks, and the files of statistics programs."""
