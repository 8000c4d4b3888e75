; SPDX-License-Identifier: EUPL-1.2
; The installer of Windows: per user, no administrator, one fixed folder. Profiles are never touched.
; Silent with /S. Exit codes: 0 done, 2 not done, 3 the program is open, 4 a newer version is there, 5 Windows too old.
; Wants -DVERSION, -DFROZEN (the frozen folder), -DICON, -DOUT.

Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh

!define PROGRAM "welfaredesk.exe"
!define COMMANDS "welfaredesk-cli.exe"
!define REMOVER "uninstall.exe"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\WelfareDesk"
!define CLASSES "Software\Classes"
!define RESCUE "WelfareDesk.rescue"
!define PROFILES "$LOCALAPPDATA\welfaredesk"
!define ASSOCIATIONS_CHANGED 0x08000000
; Windows 10 of version 1809, the oldest that Qt runs on.
!define OLDEST_BUILD 17763
!define STILL_OPEN 3
!define NEWER_THERE 4
!define TOO_OLD 5

Name "WelfareDesk"
OutFile "${OUT}"
BrandingText "WelfareDesk ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1040 "ProductName" "WelfareDesk"
VIAddVersionKey /LANG=1040 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "FileDescription" "Installazione di WelfareDesk, la cartella sociale"
VIAddVersionKey /LANG=1040 "LegalCopyright" "EUPL-1.2"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "WelfareDesk ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "WelfareDesk viene installato solo per te, senza bisogno di un amministratore.$\r$\n$\r$\nSe c'è già una versione precedente viene sostituita. Il tuo archivio protetto non viene toccato.$\r$\n$\r$\nPrima di continuare chiudi WelfareDesk, se è aperto."
!define MUI_FINISHPAGE_TITLE "WelfareDesk è pronto"
!define MUI_FINISHPAGE_TEXT "Lo trovi nel menu Start e sul desktop."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "Apri WelfareDesk"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Il programma viene rimosso da questo PC. I profili restano dove sono: ogni persona ha il suo in ${PROFILES}. WelfareDesk non li cancella mai; per cancellarne uno si cancella la sua cartella, dopo averne fatto una copia."

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Italian"

; Windows does not let a running program be written: so it is found, whoever started it.
!macro STOP_WHILE_OPEN PREFIX
Function ${PREFIX}StopWhileOpen
    again:
    StrCpy $1 ""
    Push "${PROGRAM}"
    Call ${PREFIX}IsOpen
    Push "${COMMANDS}"
    Call ${PREFIX}IsOpen
    ${If} $1 != ""
        ${If} ${Silent}
            SetErrorLevel ${STILL_OPEN}
            Quit
        ${EndIf}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "WelfareDesk è aperto: finché lo è non si può sostituire né rimuovere. Non è stato cambiato nulla.$\r$\n$\r$\nChiudi la finestra di WelfareDesk, poi premi Riprova." IDRETRY again
        SetErrorLevel ${STILL_OPEN}
        Quit
    ${EndIf}
FunctionEnd

Function ${PREFIX}IsOpen
    Pop $0
    ${If} ${FileExists} "$INSTDIR\$0"
        ClearErrors
        FileOpen $2 "$INSTDIR\$0" a
        ${If} ${Errors}
            StrCpy $1 $0
        ${Else}
            FileClose $2
        ${EndIf}
    ${EndIf}
FunctionEnd
!macroend
!insertmacro STOP_WHILE_OPEN ""
!insertmacro STOP_WHILE_OPEN "un."

; The folder is fixed, so that what is replaced and removed is never a folder of somebody's papers.
Function .onInit
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\WelfareDesk"
    ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
    ${If} $0 < ${OLDEST_BUILD}
        MessageBox MB_OK|MB_ICONSTOP "WelfareDesk vuole Windows 10 (versione 1809) o più recente, a 64 bit." /SD IDOK
        SetErrorLevel ${TOO_OLD}
        Quit
    ${EndIf}
    Call StopWhenNewer
    Call StopWhileOpen
FunctionEnd

Function StopWhenNewer
    ReadRegStr $0 HKCU "${ENTRY}" "DisplayVersion"
    ${If} $0 != ""
        ${VersionCompare} "$0" "${VERSION}" $1
        ${If} $1 == 1
            MessageBox MB_OK|MB_ICONEXCLAMATION "Su questo PC c'è WelfareDesk $0, più recente della versione ${VERSION}: i suoi dati non si aprono con una versione precedente. Non è stato cambiato nulla." /SD IDOK
            SetErrorLevel ${NEWER_THERE}
            Quit
        ${EndIf}
    ${EndIf}
FunctionEnd

Function un.onInit
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\WelfareDesk"
    Call un.StopWhileOpen
FunctionEnd

Section "WelfareDesk"
    ; Unpacked beside and then put in its place: an installation cut short leaves the program that was there.
    RMDir /r "$INSTDIR.new"
    SetOutPath "$INSTDIR.new"
    File /r "${FROZEN}\*"
    WriteUninstaller "$INSTDIR.new\${REMOVER}"
    SetOutPath "$LOCALAPPDATA"
    RMDir /r "$INSTDIR.old"
    ${If} ${FileExists} "$INSTDIR\*"
        ClearErrors
        Rename "$INSTDIR" "$INSTDIR.old"
        ${If} ${Errors}
            RMDir /r "$INSTDIR.new"
            MessageBox MB_OK|MB_ICONEXCLAMATION "Un altro programma tiene aperto un file di WelfareDesk: può essere un antivirus che lo sta esaminando. Non è stato cambiato nulla. Aspetta un minuto e ripeti l'installazione." /SD IDOK
            SetErrorLevel ${STILL_OPEN}
            Quit
        ${EndIf}
    ${EndIf}
    ClearErrors
    Rename "$INSTDIR.new" "$INSTDIR"
    ${If} ${Errors}
        Rename "$INSTDIR.old" "$INSTDIR"
        Abort "WelfareDesk non si è potuto mettere nella sua cartella, $INSTDIR. Riavvia il PC e ripeti l'installazione."
    ${EndIf}
    RMDir /r "$INSTDIR.old"

    SetOutPath "$PROFILE"
    CreateShortcut "$SMPROGRAMS\WelfareDesk.lnk" "$INSTDIR\${PROGRAM}"
    CreateShortcut "$DESKTOP\WelfareDesk.lnk" "$INSTDIR\${PROGRAM}"
    Call Associate
    Call Enlist
SectionEnd

Function Associate
    WriteRegStr HKCU "${CLASSES}\.wdr" "" "${RESCUE}"
    WriteRegStr HKCU "${CLASSES}\.wdr" "Content Type" "application/vnd.welfaredesk.rescue"
    WriteRegStr HKCU "${CLASSES}\${RESCUE}" "" "Modifiche di WelfareDesk da inoltrare"
    WriteRegStr HKCU "${CLASSES}\${RESCUE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
    WriteRegStr HKCU "${CLASSES}\${RESCUE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" open "%1"'
    System::Call 'shell32::SHChangeNotify(i ${ASSOCIATIONS_CHANGED}, i 0, p 0, p 0)'
FunctionEnd

; What «App installate» shows.
Function Enlist
    WriteRegStr HKCU "${ENTRY}" "DisplayName" "WelfareDesk"
    WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
    WriteRegStr HKCU "${ENTRY}" "Comments" "La cartella sociale. I profili restano in ${PROFILES}"
    WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\${REMOVER}"'
    WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\${REMOVER}" /S'
    WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
    WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" "$0"
FunctionEnd

Section "Uninstall"
    Delete "$SMPROGRAMS\WelfareDesk.lnk"
    Delete "$DESKTOP\WelfareDesk.lnk"
    ReadRegStr $0 HKCU "${CLASSES}\.wdr" ""
    ${If} $0 == "${RESCUE}"
        DeleteRegKey HKCU "${CLASSES}\.wdr"
    ${EndIf}
    DeleteRegKey HKCU "${CLASSES}\${RESCUE}"
    System::Call 'shell32::SHChangeNotify(i ${ASSOCIATIONS_CHANGED}, i 0, p 0, p 0)'
    DeleteRegKey HKCU "${ENTRY}"
    ; Only what was installed; a folder with anything else in it stays.
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\${PROGRAM}"
    Delete "$INSTDIR\${COMMANDS}"
    Delete "$INSTDIR\${REMOVER}"
    RMDir "$INSTDIR"
    DetailPrint "I profili restano in ${PROFILES}. WelfareDesk non li cancella mai."
    ${IfNot} ${Silent}
        MessageBox MB_OK|MB_ICONINFORMATION "WelfareDesk è stato rimosso.$\r$\n$\r$\nI profili restano dove sono: ogni persona ha il suo in ${PROFILES}. WelfareDesk non li cancella mai; per cancellarne uno si cancella la sua cartella, dopo averne fatto una copia."
    ${EndIf}
SectionEnd
