"""What is selected or copied in other programs, read when somebody asks for it and at no other time."""
