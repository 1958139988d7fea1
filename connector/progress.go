package connector

// Observer is told how an import goes. Its methods return at once and may be
// called from several goroutines.
type Observer interface {
	Progress(p Progress)
	// Note adds a line to the task's log.
	Note(m Message)
	// Warn adds a warning: the import goes on without something.
	Warn(m Message)
}

// Phase is a part of an import that has a progress of its own.
type Phase string

// The phases of an import, in the order in which they are shown.
const (
	PhaseSignIn       Phase = "Token"
	PhaseOrganization Phase = "Organization"
	PhaseLicenses     Phase = "Licenses"
	PhaseUsers        Phase = "Users"
	PhaseUsage        Phase = "Usage reports"
	PhasePublish      Phase = "Publish"
)

// Progress says how far a phase has come. Total is zero while it is unknown.
type Progress struct {
	Phase Phase
	Done  int64
	Total int64
	// Earlier is how many of Done an import had read that was cut short, and this one goes on with.
	Earlier int64
	// Finished says that the phase is over.
	Finished bool
}

// PhaseTime says when a phase that was finished began, and how long it took.
type PhaseTime struct {
	Phase Phase `json:"phase"`
	// Records is how many it had; zero of publishing, which is counted in steps.
	Records int64 `json:"records,omitempty"`
	// Started is in seconds since the import began, Seconds until the phase was
	// finished. Phases overlap.
	Started float64 `json:"started"`
	Seconds float64 `json:"seconds"`
}
