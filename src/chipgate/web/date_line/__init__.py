"""The verdict on one shipment by day: bands, what moved them, two days side by side, and proposals as if law."""
