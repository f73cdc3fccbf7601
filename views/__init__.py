"""A deployment as people and programs read it. Each view folds the engine's events; none of them prints."""
