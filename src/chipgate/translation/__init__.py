"""In which language are the sentences said?"""
