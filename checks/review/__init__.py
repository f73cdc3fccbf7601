"""What reviewers are told first: what a plan would lose, what forces that, what is only renamed, who may do more than before."""
