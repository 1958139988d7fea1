package connector

// Count says what an import did to one kind of record.
type Count struct {
	Total   int64 `json:"total"`
	Added   int64 `json:"added"`
	Changed int64 `json:"changed"`
	Removed int64 `json:"removed"`
}

// Counts says what an import did to the inventory of one connection.
type Counts struct {
	Users        Count `json:"users"`
	Licenses     Count `json:"licenses"`
	Assignments  Count `json:"assignments"`
	Applications Count `json:"applications"`
	Usage        Count `json:"usage"`
}
