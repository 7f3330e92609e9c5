"""China's side: duties on goods of the United States, licences for minerals, and what buyers and customs are told."""
