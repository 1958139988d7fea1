module inventorybeacon/bench

go 1.26
