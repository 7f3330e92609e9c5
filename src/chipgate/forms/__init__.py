"""What does each JSON form hold?"""
