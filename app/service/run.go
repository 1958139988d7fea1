package service

import (
	"context"
	"runtime"

	"github.com/kardianos/service"
)

// Run does work until ctx ends or, when the services of Windows have started this
// process, until they stop it. The services of other systems end a process with
// SIGTERM, which ends ctx.
func Run(ctx context.Context, work func(ctx context.Context) error) error {
	if service.Interactive() || runtime.GOOS != "windows" {
		return work(ctx)
	}
	w := &worker{work: work, parent: ctx}
	s, err := service.New(w, &service.Config{Name: name})
	if err != nil {
		return refused("service.doing.run", err)
	}
	return s.Run()
}

// worker is work that the services of Windows start and stop.
type worker struct {
	work   func(ctx context.Context) error
	parent context.Context
	cancel context.CancelFunc
	ended  chan error
}

// Start implements [service.Interface]: it returns at once.
func (w *worker) Start(s service.Service) error {
	ctx, cancel := context.WithCancel(w.parent)
	w.cancel, w.ended = cancel, make(chan error, 1)
	go func() {
		err := w.work(ctx)
		w.ended <- err
		if ctx.Err() == nil { // it has not been stopped: the system shall know
			_ = s.Stop()
		}
	}()
	return nil
}

// Stop implements [service.Interface]: it waits until the work has ended.
func (w *worker) Stop(service.Service) error {
	w.cancel()
	return <-w.ended
}
