//go:build !windows

package service

import "context"

// Run does work until ctx ends: these systems end a service with SIGTERM, which ends ctx,
// and start again what has ended with a failure. Nobody asks when it is ready.
func Run(ctx context.Context, _ bool, work func(ctx context.Context, ready func()) error) error {
	return work(ctx, func() {})
}
