"""What is asked: tasks, their interfaces and requirements, and the library that finds them."""
