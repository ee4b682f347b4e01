"""Letters, registers, numbers, the signature chain, PDF and verification."""
