; The search path of the computer. It may be longer than the 1,023 characters that a variable of NSIS holds, which would cut
; it off, so it is read, changed and written in memory of the system.
;
;   Push FOLDER / Call AddToPath            puts a folder at its end, unless it is in it
;   Push FOLDER / Call RemoveFromPath       takes it out

!define ENVIRONMENT "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
!define MACHINE 0x80000002 ; HKEY_LOCAL_MACHINE
!define READ_AND_SET 0x2011B ; KEY_READ | KEY_SET_VALUE | KEY_WOW64_64KEY
!define EXPANDED 2 ; REG_EXPAND_SZ

; ReadPath opens the key ($1) and puts ";PATH;" into memory ($2) with room for FOLDER ($0); $2 is 0 when there is no path.
; $3 is where ";FOLDER;" begins in it, 0 when it is not in it.
!macro ReadPath
  StrCpy $2 0
  StrCpy $3 0
  System::Call 'advapi32::RegOpenKeyExW(p ${MACHINE}, w "${ENVIRONMENT}", i 0, i ${READ_AND_SET}, *p .r1)i.r4'
  ${If} $4 = 0
    System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, p 0, p 0, *i .r5)i.r4'
    ${If} $4 = 0
      IntOp $6 $5 + 4096 ; bytes: two for each letter of the folder, and the semicolons
      System::Alloc $6 ; zeros
      Pop $2
      System::Call 'kernel32::lstrcpyW(p r2, w ";")'
      IntPtrOp $7 $2 + 2
      System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, p 0, p r7, *i r5)i.r4'
      System::Call 'kernel32::lstrcatW(p r2, w ";")'
      System::Call 'shlwapi::StrStrIW(p r2, w ";$0;")p.r3'
    ${EndIf}
  ${EndIf}
!macroend

; WritePath writes what memory ($2) holds between its first and its last semicolon, and tells the programs that run.
!macro WritePath
  System::Call 'kernel32::lstrlenW(p r2)i.r4'
  IntOp $5 $4 * 2
  IntPtrOp $6 $2 + $5
  IntPtrOp $6 $6 - 2
  System::Call '*$6(&i2 0)' ; the last semicolon
  IntPtrOp $7 $2 + 2
  IntOp $5 $5 - 2 ; one semicolon less, another one made the zero at the end
  System::Call 'advapi32::RegSetValueExW(p r1, w "Path", i 0, i ${EXPANDED}, p r7, i r5)i.r4'
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
!macroend

!macro ClosePath
  System::Call 'advapi32::RegCloseKey(p r1)'
  ${If} $2 P<> 0
    System::Free $2
  ${EndIf}
!macroend

Function AddToPath
  Pop $0
  !insertmacro ReadPath
  ${If} $2 P<> 0
  ${AndIf} $3 P= 0
    System::Call 'kernel32::lstrcatW(p r2, w "$0;")'
    !insertmacro WritePath
  ${EndIf}
  !insertmacro ClosePath
FunctionEnd

!macro RemoveFromPath PREFIX
Function ${PREFIX}RemoveFromPath
  Pop $0
  !insertmacro ReadPath
  ${If} $2 P<> 0
  ${AndIf} $3 P<> 0
    StrLen $4 ";$0"
    IntOp $4 $4 * 2
    IntPtrOp $5 $3 + $4 ; the semicolon behind it
    System::Call 'kernel32::lstrlenW(p r5)i.r6'
    IntOp $6 $6 * 2
    IntOp $6 $6 + 2
    System::Call 'kernel32::RtlMoveMemory(p r3, p r5, p r6)'
    !insertmacro WritePath
  ${EndIf}
  !insertmacro ClosePath
FunctionEnd
!macroend
!insertmacro RemoveFromPath ""
!insertmacro RemoveFromPath "un."
