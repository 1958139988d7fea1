package tables

import (
	"encoding/json"
	"fmt"
)

// AssignmentDetail is how a license came to a user, in the form in which it is kept.
type AssignmentDetail struct {
	Direct        bool     `json:"direct,omitzero"`
	Groups        []string `json:"groups,omitempty"`
	State         string   `json:"state,omitempty"`
	Error         string   `json:"error,omitempty"`
	DisabledPlans []string `json:"disabledPlans,omitempty"`
}

// ParseAssignmentDetail reads what is kept of how a license came to a user.
func ParseAssignmentDetail(text string) (AssignmentDetail, error) {
	var d AssignmentDetail
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("assignment detail: %w", err)
	}
	return d, nil
}

// BytesPerAssignment is what an assignment takes in each list.
const BytesPerAssignment = 2
