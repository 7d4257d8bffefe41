Function SX_AHP_ADVICE(matrix)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_AHP_ADVICE = XLPy.CallUDF("smartxl_udfs", "SX_AHP_ADVICE", Array(matrix), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_AHP_ADVICE = XLPy.CallUDF("smartxl_udfs", "SX_AHP_ADVICE", Array(matrix))
        Exit Function
    #End If
failed:
    SX_AHP_ADVICE = Err.Description
End Function

Function SX_AHP_CR(matrix, Optional ri_table)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_AHP_CR = XLPy.CallUDF("smartxl_udfs", "SX_AHP_CR", Array(matrix, ri_table), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_AHP_CR = XLPy.CallUDF("smartxl_udfs", "SX_AHP_CR", Array(matrix, ri_table))
        Exit Function
    #End If
failed:
    SX_AHP_CR = Err.Description
End Function

Function SX_AHP_WEIGHTS(matrix, Optional method)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_AHP_WEIGHTS = XLPy.CallUDF("smartxl_udfs", "SX_AHP_WEIGHTS", Array(matrix, method), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_AHP_WEIGHTS = XLPy.CallUDF("smartxl_udfs", "SX_AHP_WEIGHTS", Array(matrix, method))
        Exit Function
    #End If
failed:
    SX_AHP_WEIGHTS = Err.Description
End Function

Function SX_BANDS(scores, weights, Optional n, Optional seed, Optional share)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_BANDS = XLPy.CallUDF("smartxl_udfs", "SX_BANDS", Array(scores, weights, n, seed, share), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_BANDS = XLPy.CallUDF("smartxl_udfs", "SX_BANDS", Array(scores, weights, n, seed, share))
        Exit Function
    #End If
failed:
    SX_BANDS = Err.Description
End Function

Function SX_CLEAN(text)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_CLEAN = XLPy.CallUDF("smartxl_udfs", "SX_CLEAN", Array(text), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_CLEAN = XLPy.CallUDF("smartxl_udfs", "SX_CLEAN", Array(text))
        Exit Function
    #End If
failed:
    SX_CLEAN = Err.Description
End Function

Function SX_COMBINE(w1, w2, Optional share, Optional method)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_COMBINE = XLPy.CallUDF("smartxl_udfs", "SX_COMBINE", Array(w1, w2, share, method), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_COMBINE = XLPy.CallUDF("smartxl_udfs", "SX_COMBINE", Array(w1, w2, share, method))
        Exit Function
    #End If
failed:
    SX_COMBINE = Err.Description
End Function

Function SX_COVERAGE(answers)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_COVERAGE = XLPy.CallUDF("smartxl_udfs", "SX_COVERAGE", Array(answers), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_COVERAGE = XLPy.CallUDF("smartxl_udfs", "SX_COVERAGE", Array(answers))
        Exit Function
    #End If
failed:
    SX_COVERAGE = Err.Description
End Function

Function SX_GAP(score, target, Optional weight)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_GAP = XLPy.CallUDF("smartxl_udfs", "SX_GAP", Array(score, target, weight), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_GAP = XLPy.CallUDF("smartxl_udfs", "SX_GAP", Array(score, target, weight))
        Exit Function
    #End If
failed:
    SX_GAP = Err.Description
End Function

Function SX_HELP(Optional name)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_HELP = XLPy.CallUDF("smartxl_udfs", "SX_HELP", Array(name), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_HELP = XLPy.CallUDF("smartxl_udfs", "SX_HELP", Array(name))
        Exit Function
    #End If
failed:
    SX_HELP = Err.Description
End Function

Function SX_NORMALIZE(values, Optional method, Optional parameters, Optional directions, Optional digits)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_NORMALIZE = XLPy.CallUDF("smartxl_udfs", "SX_NORMALIZE", Array(values, method, parameters, directions, digits), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_NORMALIZE = XLPy.CallUDF("smartxl_udfs", "SX_NORMALIZE", Array(values, method, parameters, directions, digits))
        Exit Function
    #End If
failed:
    SX_NORMALIZE = Err.Description
End Function

Function SX_OBSTACLE(scores, weights)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_OBSTACLE = XLPy.CallUDF("smartxl_udfs", "SX_OBSTACLE", Array(scores, weights), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_OBSTACLE = XLPy.CallUDF("smartxl_udfs", "SX_OBSTACLE", Array(scores, weights))
        Exit Function
    #End If
failed:
    SX_OBSTACLE = Err.Description
End Function

Function SX_RANK(scores, Optional ties, Optional decimals)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_RANK = XLPy.CallUDF("smartxl_udfs", "SX_RANK", Array(scores, ties, decimals), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_RANK = XLPy.CallUDF("smartxl_udfs", "SX_RANK", Array(scores, ties, decimals))
        Exit Function
    #End If
failed:
    SX_RANK = Err.Description
End Function

Function SX_ROLLUP(codes, scores, weights, Optional method, Optional missing, Optional digits)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_ROLLUP = XLPy.CallUDF("smartxl_udfs", "SX_ROLLUP", Array(codes, scores, weights, method, missing, digits), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_ROLLUP = XLPy.CallUDF("smartxl_udfs", "SX_ROLLUP", Array(codes, scores, weights, method, missing, digits))
        Exit Function
    #End If
failed:
    SX_ROLLUP = Err.Description
End Function

Function SX_SCORE(rule, values, Optional parameters, Optional digits)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_SCORE = XLPy.CallUDF("smartxl_udfs", "SX_SCORE", Array(rule, values, parameters, digits), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_SCORE = XLPy.CallUDF("smartxl_udfs", "SX_SCORE", Array(rule, values, parameters, digits))
        Exit Function
    #End If
failed:
    SX_SCORE = Err.Description
End Function

Function SX_STAGE(scores, Optional thresholds, Optional names, Optional boundary)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_STAGE = XLPy.CallUDF("smartxl_udfs", "SX_STAGE", Array(scores, thresholds, names, boundary), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_STAGE = XLPy.CallUDF("smartxl_udfs", "SX_STAGE", Array(scores, thresholds, names, boundary))
        Exit Function
    #End If
failed:
    SX_STAGE = Err.Description
End Function

Function SX_TORNADO(scores, weights, Optional share)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_TORNADO = XLPy.CallUDF("smartxl_udfs", "SX_TORNADO", Array(scores, weights, share), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_TORNADO = XLPy.CallUDF("smartxl_udfs", "SX_TORNADO", Array(scores, weights, share))
        Exit Function
    #End If
failed:
    SX_TORNADO = Err.Description
End Function

Function SX_WEIGHTED(scores, weights, Optional digits, Optional missing, Optional method)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_WEIGHTED = XLPy.CallUDF("smartxl_udfs", "SX_WEIGHTED", Array(scores, weights, digits, missing, method), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_WEIGHTED = XLPy.CallUDF("smartxl_udfs", "SX_WEIGHTED", Array(scores, weights, digits, missing, method))
        Exit Function
    #End If
failed:
    SX_WEIGHTED = Err.Description
End Function

Function SX_WEIGHTS(data, Optional method, Optional directions)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SX_WEIGHTS = XLPy.CallUDF("smartxl_udfs", "SX_WEIGHTS", Array(data, method, directions), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        SX_WEIGHTS = XLPy.CallUDF("smartxl_udfs", "SX_WEIGHTS", Array(data, method, directions))
        Exit Function
    #End If
failed:
    SX_WEIGHTS = Err.Description
End Function


