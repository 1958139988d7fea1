package connector

// Advice is a [Message] in words: what an administrator reads of an error.
type Advice struct {
	// Message says in one sentence what is wrong and where.
	Message string `json:"message"`
	// Action says in one sentence what to do.
	Action string `json:"action,omitempty"`
	// Reference holds what Microsoft's support asks for: the original text, trace
	// id and correlation id. It never holds a secret.
	Reference string `json:"reference,omitempty"`
	// Code says what else the window can offer; mostly empty.
	Code AdviceCode `json:"code,omitempty"`
}

// AdviceCode is a way out of an error that the window offers as a button.
type AdviceCode string

// The codes. CodeOtherTenant is that of an [OtherTenantError], CodeOtherBeacon that of a tenant that another beacon
// publishes into the central database.
const (
	CodeOtherTenant AdviceCode = "other-tenant"
	CodeOtherBeacon AdviceCode = "other-beacon"
)
