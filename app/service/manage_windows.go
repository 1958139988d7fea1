package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"
)

func open(o Options) (system, error) {
	program, err := os.Executable()
	return manager{options: o, program: program}, err
}

// manager is the service as the service control manager of Windows has it.
type manager struct {
	options Options
	program string
}

// Install implements [system]. What fails leaves no service behind.
func (m manager) Install() error {
	account := m.options.Account
	if account == "" {
		account = DefaultAccount
	}
	services, err := mgr.Connect()
	if err != nil {
		return err
	}
	defer func() { _ = services.Disconnect() }()
	s, err := services.CreateService(name, m.program, m.config(account), arguments(m.options)...)
	if errors.Is(err, windows.ERROR_SERVICE_EXISTS) {
		return errors.Join(errInstalled, err)
	}
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := m.prepare(s, account); err != nil {
		return errors.Join(err, s.Delete())
	}
	return nil
}

// config is the service as it starts with the computer.
func (m manager) config(account string) mgr.Config {
	c := mgr.Config{
		StartType: mgr.StartAutomatic, ErrorControl: mgr.ErrorNormal,
		DisplayName: "Inventory Beacon", Description: m.options.Description, ServiceStartName: account,
	}
	if isLocalSystem(account) {
		c.ServiceStartName = LocalSystem
	}
	return c
}

// prepare gives the service what it needs besides its entry.
func (m manager) prepare(s *mgr.Service, account string) error {
	if err := setEnvironment(environment(m.options)); err != nil {
		return err
	}
	for _, set := range []func(*mgr.Service) error{startDelayed, recoverAfterFailures} {
		if err := set(s); err != nil && !errors.Is(err, windows.ERROR_INVALID_LEVEL) { // which a system says that lacks it
			return err
		}
	}
	if err := registerEvents(); err != nil {
		return fmt.Errorf("register its events: %w", err)
	}
	return allow(account, m.options.Dir)
}

func setEnvironment(variables []string) error {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Services\`+name, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer func() { _ = key.Close() }()
	return key.SetStringsValue("Environment", variables)
}

// startDelayed starts it after the services that everything else needs: the network among
// them, without which its first imports would fail.
func startDelayed(s *mgr.Service) error {
	info := windows.SERVICE_DELAYED_AUTO_START_INFO{IsDelayedAutoStartUp: 1}
	return windows.ChangeServiceConfig2(s.Handle, windows.SERVICE_CONFIG_DELAYED_AUTO_START_INFO, (*byte)(unsafe.Pointer(&info)))
}

// recoverAfterFailures starts it again half a minute after it has failed, also when it
// has said so, which Windows does not count as a failure by itself.
func recoverAfterFailures(s *mgr.Service) error {
	const day = 24 * 60 * 60 // in seconds, without a failure, after which they are counted anew
	again := mgr.RecoveryAction{Type: mgr.ServiceRestart, Delay: 30 * time.Second}
	if err := s.SetRecoveryActions([]mgr.RecoveryAction{again, again, again}, day); err != nil {
		return err
	}
	return s.SetRecoveryActionsOnNonCrashFailures(true)
}

// Uninstall implements [system].
func (m manager) Uninstall() error {
	return with(windows.DELETE, func(s *mgr.Service) error {
		return errors.Join(s.Delete(), unregisterEvents())
	})
}

// Start implements [system]: it returns when the service runs, or has failed.
func (m manager) Start() error {
	return with(windows.SERVICE_START|windows.SERVICE_QUERY_STATUS, func(s *mgr.Service) error {
		err := s.Start()
		if errors.Is(err, windows.ERROR_SERVICE_LOGON_FAILED) {
			return errors.Join(errLogon, err)
		}
		if err != nil && !errors.Is(err, windows.ERROR_SERVICE_ALREADY_RUNNING) {
			return err
		}
		return await(s, svc.Running)
	})
}

// Stop implements [system]: it returns when the service has ended.
func (m manager) Stop() error {
	return with(windows.SERVICE_STOP|windows.SERVICE_QUERY_STATUS, func(s *mgr.Service) error {
		if _, err := s.Control(svc.Stop); err != nil && !errors.Is(err, windows.ERROR_SERVICE_NOT_ACTIVE) {
			return err
		}
		return await(s, svc.Stopped)
	})
}

// Status implements [system].
func (m manager) Status() (status Status, err error) {
	err = with(windows.SERVICE_QUERY_STATUS, func(s *mgr.Service) error {
		now, err := s.Query()
		status = Stopped
		if now.State == svc.Running || now.State == svc.StartPending {
			status = Running
		}
		return err
	})
	if err != nil {
		return NotInstalled, err
	}
	return status, nil
}

// with opens the service for some rights: who looks at it is no administrator.
func with(rights uint32, do func(s *mgr.Service) error) error {
	manager, err := windows.OpenSCManager(nil, nil, windows.SC_MANAGER_CONNECT)
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseServiceHandle(manager) }()
	service, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	handle, err := windows.OpenService(manager, service, rights)
	if errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST) || errors.Is(err, windows.ERROR_SERVICE_MARKED_FOR_DELETE) {
		return errors.Join(errNotInstalled, err)
	}
	if err != nil {
		return err
	}
	s := &mgr.Service{Name: name, Handle: handle}
	defer func() { _ = s.Close() }()
	return do(s)
}

// await waits until the service is in a state: the manager has no other way to say so
// that its administrators may use.
func await(s *mgr.Service, want svc.State) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience*time.Millisecond)
	defer cancel()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for {
		now, err := s.Query()
		switch {
		case err != nil:
			return err
		case now.State == want:
			return nil
		case now.State == svc.Stopped:
			return fmt.Errorf("%w: %w", errFailed, windows.Errno(now.Win32ExitCode))
		}
		select {
		case <-ctx.Done():
			return windows.ERROR_SERVICE_REQUEST_TIMEOUT
		case <-look.C:
		}
	}
}
