package imports

import (
	"slices"
	"time"

	"inventorybeacon/connector"
)

// PhaseProgress is how far one phase of a running import has come.
type PhaseProgress struct {
	connector.Progress
	// Rate is in records a second lately, 0 while unknown.
	Rate float64
	// Left is the time until the phase ends at this rate, 0 while unknown.
	Left time.Duration
	// Quiet is for how long nothing has come in a phase that is not finished.
	Quiet time.Duration
}

const (
	// forecastFor is how long nothing comes before there is no forecast any more.
	forecastFor = 3 * time.Second
	// QuietAfter is how long nothing comes before that is said.
	QuietAfter = 5 * time.Second
)

// phaseOrder is the order in which phases are shown.
var phaseOrder = []connector.Phase{
	connector.PhaseSignIn,
	connector.PhaseOrganization,
	connector.PhaseLicenses,
	connector.PhaseUsers,
	connector.PhaseUsage,
	connector.PhasePublish,
}

// lately is the time over which a rate is taken. An import speeds up after its
// first pages and stands still when Microsoft asks it to wait, so a rate since
// its beginning would say little about its end.
const lately = 20 * time.Second

// phases keeps the progress of every phase of one import.
type phases map[connector.Phase]*phaseHistory

// phaseHistory is the newest progress of a phase, and how much this import had read at
// some moments before, the oldest first.
type phaseHistory struct {
	newest connector.Progress
	before []moment
	// began is when the phase was first heard of, ended when it was finished, and heard
	// when something has last come.
	began, ended, heard time.Time
}

type moment struct {
	at   time.Time
	read int64
}

// read is how much of a progress this import has read itself.
func read(p connector.Progress) int64 { return p.Done - p.Earlier }

// update takes a progress. A phase whose count falls begins anew: its source
// has started again from the first page.
func (p phases) update(progress connector.Progress, now time.Time) {
	h := p[progress.Phase]
	if h == nil {
		h = &phaseHistory{began: now}
		p[progress.Phase] = h
	}
	if progress.Done < h.newest.Done || read(progress) < read(h.newest) {
		h.before = nil
	}
	if progress.Total == 0 {
		progress.Total = h.newest.Total // it was known before
	}
	if progress.Done != h.newest.Done || h.heard.IsZero() {
		h.heard = now
	}
	h.newest = progress
	if progress.Finished {
		h.ended = now
	}
	h.remember(moment{now, read(progress)})
}

// remember keeps a moment a second at most, and of those that are not recent
// only the latest: a phase may start above zero, which does not count into its rate.
func (h *phaseHistory) remember(m moment) {
	if n := len(h.before); n > 0 && m.at.Sub(h.before[n-1].at) < time.Second && m.at.After(h.before[n-1].at) {
		return
	}
	h.before = append(h.before, m)
	for len(h.before) > 1 && m.at.Sub(h.before[1].at) >= lately {
		h.before = h.before[1:]
	}
}

// list returns the phases heard of, in the order in which they are shown.
func (p phases) list(now time.Time) []PhaseProgress {
	var list []PhaseProgress
	for _, h := range p {
		list = append(list, h.progress(now))
	}
	slices.SortFunc(list, func(a, b PhaseProgress) int {
		return slices.Index(phaseOrder, a.Phase) - slices.Index(phaseOrder, b.Phase)
	})
	return list
}

// progress has a rate for what is counted in records, as long as some come. The steps
// of publishing take too different a time for one.
func (h *phaseHistory) progress(now time.Time) PhaseProgress {
	result := PhaseProgress{Progress: h.newest}
	if !h.newest.Finished {
		result.Quiet = now.Sub(h.heard)
	}
	if h.newest.Phase == connector.PhasePublish || result.Quiet >= forecastFor {
		return result
	}
	began := h.before[0]
	elapsed := now.Sub(began.at)
	came := read(h.newest) - began.read
	if elapsed <= 0 || came <= 0 {
		return result
	}
	result.Rate = float64(came) / elapsed.Seconds()
	if rest := h.newest.Total - h.newest.Done; rest > 0 && !h.newest.Finished {
		result.Left = time.Duration(float64(rest) / result.Rate * float64(time.Second))
	}
	return result
}
