Function SX_TRACE(code, Optional unit)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_TRACE = XLPy.CallUDF("smartxl.project.worksheet", "SX_TRACE", Array(code, unit), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_TRACE = XLPy.CallUDF("smartxl.project.worksheet", "SX_TRACE", Array(code, unit))
        Exit Function
    #End If
failed:
    SX_TRACE = Err.Description
End Function


