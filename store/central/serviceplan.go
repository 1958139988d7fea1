package central

import "inventorybeacon/connector"

// ServicePlan is a service plan of a license in its JSON.
type ServicePlan struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Status    string `json:"status"`
	AppliesTo string `json:"appliesTo"`
}

// FailedAssignment is a license that a user should have and does not, in the JSON of failed_assignments.
type FailedAssignment struct {
	SKUID string `json:"skuId"`
	Group string `json:"group"`
	Error string `json:"error"`
}

var (
	_ = connector.ServicePlan(ServicePlan{})
	_ = connector.FailedAssignment(FailedAssignment{})
)
