package app

import (
	"slices"
	"time"

	"inventorybeacon/connector"
)

// PhaseProgress is how far one phase of a running import has come.
type PhaseProgress struct {
	connector.Progress
	// Rate is in records a second since the phase began, 0 while unknown.
	Rate float64
	// Left is the time until the phase ends at this rate, 0 while unknown.
	Left time.Duration
}

// phaseOrder is the order in which phases are shown.
var phaseOrder = []connector.Phase{
	connector.PhaseSignIn,
	connector.PhaseOrganization,
	connector.PhaseLicenses,
	connector.PhaseUsers,
	connector.PhaseUsage,
	connector.PhasePublish,
}

// phases keeps the newest progress of every phase of one import.
type phases struct {
	began  map[connector.Phase]started
	newest map[connector.Phase]connector.Progress
	at     map[connector.Phase]time.Time
}

// started is the first that was heard of a phase; a resumed one starts above
// zero, and what was read before does not count into its rate.
type started struct {
	at   time.Time
	done int64
}

func newPhases() *phases {
	return &phases{
		began:  map[connector.Phase]started{},
		newest: map[connector.Phase]connector.Progress{},
		at:     map[connector.Phase]time.Time{},
	}
}

// update takes a progress. A phase whose count falls begins anew: its source
// has started again from the first page.
func (p *phases) update(progress connector.Progress, now time.Time) {
	previous, known := p.newest[progress.Phase]
	if !known || progress.Done < previous.Done {
		p.began[progress.Phase] = started{at: now, done: progress.Done}
	}
	p.newest[progress.Phase] = progress
	p.at[progress.Phase] = now
}

// list returns the phases heard of, in the order in which they are shown.
func (p *phases) list() []PhaseProgress {
	var list []PhaseProgress
	for phase, progress := range p.newest {
		list = append(list, withRate(progress, p.began[phase], p.at[phase]))
	}
	slices.SortFunc(list, func(a, b PhaseProgress) int {
		return slices.Index(phaseOrder, a.Phase) - slices.Index(phaseOrder, b.Phase)
	})
	return list
}

func withRate(progress connector.Progress, began started, now time.Time) PhaseProgress {
	result := PhaseProgress{Progress: progress}
	elapsed := now.Sub(began.at)
	read := progress.Done - began.done
	if elapsed <= 0 || read <= 0 {
		return result
	}
	result.Rate = float64(read) / elapsed.Seconds()
	if rest := progress.Total - progress.Done; rest > 0 && !progress.Finished {
		result.Left = time.Duration(float64(rest) / result.Rate * float64(time.Second))
	}
	return result
}
