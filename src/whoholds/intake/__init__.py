"""The outside world as Reports: text, pages and JSON-lines files and folders of them."""
