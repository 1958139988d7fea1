package imports

import (
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// times tells of the phases that were finished; the import began at begin.
func (p phases) times(begin time.Time) []connector.PhaseTime {
	var times []connector.PhaseTime
	for _, h := range p.finished() {
		records := h.newest.Done
		if h.newest.Phase == connector.PhasePublish {
			records = 0 // it is counted in steps
		}
		times = append(times, connector.PhaseTime{
			Phase: h.newest.Phase, Records: records, Started: seconds(between(begin, h.began)), Seconds: seconds(between(h.began, h.ended)),
		})
	}
	return times
}

// finished are the phases that were finished, in the order in which they are shown.
func (p phases) finished() []*phaseHistory {
	var list []*phaseHistory
	for _, phase := range phaseOrder {
		if h := p[phase]; h != nil && h.newest.Finished {
			list = append(list, h)
		}
	}
	return list
}

// between is the time from one moment to another, in milliseconds; none when the
// clock was set back.
func between(from, to time.Time) time.Duration {
	return max(0, to.Sub(from).Round(time.Millisecond))
}

// seconds has no more than the three decimals that there are; Seconds of a
// duration adds some.
func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }

// shortest is what would be written as 0.0 s.
const shortest = 50 * time.Millisecond

// took says where the time of an import went: into the phases that took more than
// a tenth of it. Those that overlap are told together.
func (p phases) took(begin, end time.Time) string {
	whole := between(begin, end)
	var steps [][]connector.Message
	var until time.Time // when the last step ended
	for _, h := range p.finished() {
		took := between(h.began, h.ended)
		if took <= max(whole/10, shortest) {
			continue
		}
		if !h.began.Before(until) {
			steps = append(steps, nil)
		}
		step := &steps[len(steps)-1]
		*step = append(*step, connector.Message{ID: tookIDs[h.newest.Phase], Data: connector.Data{"Took": took}})
		if h.ended.After(until) {
			until = h.ended
		}
	}
	if len(steps) == 0 {
		return message.Text(connector.Message{ID: "imports.took", Data: connector.Data{"Took": whole}})
	}
	told := sideBySide(steps[0])
	for _, step := range steps[1:] {
		told = connector.Message{ID: "imports.took.then", Data: connector.Data{"First": told, "Then": sideBySide(step)}}
	}
	return message.Text(connector.Message{ID: "imports.took.in-steps", Data: connector.Data{"Took": whole, "Steps": told}})
}

// sideBySide joins what was done at once.
func sideBySide(done []connector.Message) connector.Message {
	if len(done) == 1 {
		return done[0]
	}
	return connector.Message{ID: "imports.took.side-by-side", Data: connector.Data{"Phases": done}}
}

var tookIDs = map[connector.Phase]string{
	connector.PhaseSignIn:       "imports.took.token",
	connector.PhaseOrganization: "imports.took.organization",
	connector.PhaseLicenses:     "imports.took.licenses",
	connector.PhaseUsers:        "imports.took.users",
	connector.PhaseUsage:        "imports.took.usage",
	connector.PhasePublish:      "imports.took.publish",
}
