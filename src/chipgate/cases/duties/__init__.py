"""What a shipment pays at the border: the layers of duty on either side, money, and what is not applied and why."""
