; The setup program for Windows: for all users, with a window or without (/S). Made by .ci/setup.
;
;   setup.exe /S [/PATH | /NOPATH] [/D=FOLDER]       /D comes last and has no quotation marks, as NSIS wants it
;
; /PATH puts the folder into the search path of the computer; a later setup keeps what was chosen. An upgrade ends programs
; that run from the folder, and starts the service again if it ran. Exit status: 0 done, 1 canceled, 2 failed.

Unicode true
!define NAME "Inventory Beacon"
!define ID "org.inventorybeacon.app" ; the AppUserModelID, the same as app.ID
!define CONSOLE "inventory-beacon.exe"
!define WINDOW "Inventory Beacon.exe"
!define SERVICE "InventoryBeacon"
!define SETTINGS "Software\${NAME}"
!define PROGRAMS "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\${NAME}"
InstallDirRegKey HKLM "${SETTINGS}" "Folder"
RequestExecutionLevel admin
ManifestDPIAware true
SetCompressor /SOLID lzma
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "The Inventory Beacon authors"
VIAddVersionKey "LegalCopyright" "Copyright 2026 The Inventory Beacon authors. MIT License."
!ifdef SIGNER ; signs the program that uninstalls, which is made from this one
  !uninstfinalize '"${SIGNER}" "%1"' = 0
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include Sections.nsh
!include "${SOURCE}\assets\install\windows\path.nsh"
!include "${SOURCE}\assets\install\windows\running.nsh"
!include "${SOURCE}\assets\install\windows\shortcut.nsh"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${NAME}"
!insertmacro MUI_PAGE_LICENSE "${SOURCE}\LICENSE"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section "${NAME}" Program
  SectionIn RO
  SetRegView 64
  SetShellVarContext all
  !insertmacro EndPrograms
  SetOutPath "$INSTDIR"
  File "${FILES}\${CONSOLE}"
  File "${FILES}\${WINDOW}"
  File "/oname=LICENSE.txt" "${TEXTS}\LICENSE"
  File "/oname=icon.png" "${TEXTS}\icon.png"
!ifdef MESA ; for servers without a graphics driver
  File "/oname=opengl32.dll" "${MESA}"
!endif
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}" "" "" 0 SW_SHOWNORMAL "" \
    "Microsoft 365 users, applications, licenses and usage"
  !insertmacro SetAppUserModelID "$SMPROGRAMS\${NAME}.lnk" "${ID}"
  ; Notifications show the name and the icon of this entry.
  WriteRegStr HKLM "Software\Classes\AppUserModelId\${ID}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "Software\Classes\AppUserModelId\${ID}" "IconUri" "$INSTDIR\icon.png"
  WriteRegStr HKLM "${PATHS}\${CONSOLE}" "" "$INSTDIR\${CONSOLE}"
  WriteRegStr HKLM "${PATHS}\${WINDOW}" "" "$INSTDIR\${WINDOW}"

  WriteRegStr HKLM "${SETTINGS}" "Folder" "$INSTDIR"
  WriteRegStr HKLM "${PROGRAMS}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${PROGRAMS}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${PROGRAMS}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKLM "${PROGRAMS}" "Publisher" "The Inventory Beacon authors"
  WriteRegStr HKLM "${PROGRAMS}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${PROGRAMS}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${PROGRAMS}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${PROGRAMS}" "NoModify" 1
  WriteRegDWORD HKLM "${PROGRAMS}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${PROGRAMS}" "EstimatedSize" $0
SectionEnd

Section /o "Commands in every console (PATH)" Path
  Push "$INSTDIR"
  Call AddToPath
  WriteRegDWORD HKLM "${SETTINGS}" "OnPath" 1
SectionEnd

Section "-" Last
  ${IfNot} ${SectionIsSelected} ${Path}
    Push "$INSTDIR"
    Call RemoveFromPath
    DeleteRegValue HKLM "${SETTINGS}" "OnPath"
  ${EndIf}
  !insertmacro StartService
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} "The window and the commands, for all users."
  !insertmacro MUI_DESCRIPTION_TEXT ${Path} "Lets inventory-beacon be typed in every console of this computer."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  SetRegView 64
  ReadRegDWORD $0 HKLM "${SETTINGS}" "OnPath"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/PATH" $2
  ${IfNot} ${Errors}
    StrCpy $0 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/NOPATH" $2
  ${IfNot} ${Errors}
    StrCpy $0 0
  ${EndIf}
  ${If} $0 == 1
    !insertmacro SelectSection ${Path}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  !insertmacro EndPrograms
  nsExec::ExecToLog '"$INSTDIR\${CONSOLE}" service uninstall' ; says that there is none where there is none
  Pop $0
  Push "$INSTDIR"
  Call un.RemoveFromPath
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\icon.png"
  Delete "$INSTDIR\opengl32.dll"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; what others have put there stays
  DeleteRegKey HKLM "Software\Classes\AppUserModelId\${ID}"
  DeleteRegKey HKLM "${PATHS}\${CONSOLE}"
  DeleteRegKey HKLM "${PATHS}\${WINDOW}"
  DeleteRegKey HKLM "${PROGRAMS}"
  DeleteRegKey HKLM "${SETTINGS}"
  StrCpy $0 "Connections, schedules and inventories stay: in $APPDATA\${NAME}, and in AppData\Local\${NAME} of \
every account that has used the program. Delete these folders when nobody needs them any more."
  DetailPrint "$0"
  MessageBox MB_OK|MB_ICONINFORMATION "$0" /SD IDOK
SectionEnd
