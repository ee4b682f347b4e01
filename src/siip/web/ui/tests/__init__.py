"""The look checked: weights, contrast, markup; and the style guide that the browser tests open."""
