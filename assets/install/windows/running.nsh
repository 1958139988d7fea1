; Programs that run while they are replaced: the service is stopped and started again, windows and commands are ended.
; A program that runs keeps its file from being written, which is how it is known in every session.

Var ServiceRan ; 1 when the service ran

!macro EndPrograms
  ; net waits until the service has stopped; it fails where there is none, or where it does not run.
  StrCpy $ServiceRan 0
  nsExec::Exec '"$SYSDIR\net.exe" stop ${SERVICE}'
  Pop $0
  ${If} $0 == 0
    StrCpy $ServiceRan 1
  ${EndIf}
  !insertmacro EndProgram "${WINDOW}"
  !insertmacro EndProgram "${CONSOLE}"
!macroend

!macro StartService
  ${If} $ServiceRan == 1
    nsExec::Exec '"$SYSDIR\net.exe" start ${SERVICE}'
    Pop $0
  ${EndIf}
!macroend

; EndProgram asks a program to end as the system does at log-off, and ends it when it has not done so after ten seconds.
; Nothing is lost: edits that were not saved are offered at the next start, and imports go on.
!macro EndProgram FILE
  !insertmacro IsRunning "${FILE}"
  ${If} $0 == 1
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "${FILE} is running, perhaps in the session of somebody else.$\n$\nOK ends \
it. What was not saved there is offered at its next start, and imports go on." /SD IDOK IDOK +3
    SetErrorLevel 1
    Quit
    nsExec::Exec '"$SYSDIR\taskkill.exe" /IM "${FILE}"'
    Pop $1
    ${For} $2 1 10
      !insertmacro IsRunning "${FILE}"
      ${If} $0 == 0
        ${Break}
      ${EndIf}
      Sleep 1000
    ${Next}
    ${If} $0 == 1
      nsExec::Exec '"$SYSDIR\taskkill.exe" /F /IM "${FILE}"'
      Pop $1
      Sleep 1000
      !insertmacro IsRunning "${FILE}"
    ${EndIf}
    ${If} $0 == 1
      MessageBox MB_OK|MB_ICONSTOP "$INSTDIR\${FILE} is in use, and could not be ended. End it, then start the setup again." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${EndIf}
!macroend

; IsRunning puts 1 into $0 when a program of the folder cannot be written, else 0.
!macro IsRunning FILE
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
!macroend
