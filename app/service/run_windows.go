package service

import (
	"context"
	"errors"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
)

// Run does work until ctx ends or, when the services of Windows have started this
// process, until they stop it. asService says that they should have: somebody may have
// typed it. Work calls ready when it has begun, before which a start is not said to have
// succeeded.
func Run(ctx context.Context, asService bool, work func(ctx context.Context, ready func()) error) error {
	if !asService {
		return work(ctx, func() {})
	}
	w := &worker{work: work, parent: ctx}
	err := svc.Run(name, w)
	switch {
	case errors.Is(err, windows.ERROR_FAILED_SERVICE_CONTROLLER_CONNECT): // on a console
		return work(ctx, func() {})
	case err != nil:
		return refused("service.doing.run", err)
	}
	return w.err
}

// worker is work that the services of Windows start and stop.
type worker struct {
	work   func(ctx context.Context, ready func()) error
	parent context.Context
	err    error
}

// patience is how long Windows waits for a start or a stop in milliseconds: files of a
// former version are brought up to date then, and imports write how far they are.
const patience = 60_000

// Execute implements [svc.Handler]. The status of its own is what has Windows start it
// again (SERVICE_FAILURE_ACTIONS_FLAG).
func (w *worker) Execute(_ []string, requests <-chan svc.ChangeRequest, status chan<- svc.Status) (bool, uint32) {
	now := svc.Status{State: svc.StartPending, WaitHint: patience}
	status <- now
	ctx, cancel := context.WithCancel(w.parent)
	defer cancel()
	ready, ended := make(chan struct{}, 1), make(chan error, 1)
	go func() { ended <- w.work(ctx, func() { ready <- struct{}{} }) }()
	for {
		select {
		case <-ready:
			now = svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
			status <- now
		case w.err = <-ended:
			code := outcome(w.err, false)
			return code != 0, code
		case request := <-requests:
			switch request.Cmd {
			case svc.Interrogate:
				status <- now
			case svc.Stop, svc.Shutdown:
				status <- svc.Status{State: svc.StopPending, WaitHint: patience}
				cancel()
				w.err = <-ended
				return false, outcome(w.err, true)
			}
		}
	}
}
