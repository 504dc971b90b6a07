namespace AuditDashboard.Harvest.Input;

/// <summary>What a pass over the input read.</summary>
/// <param name="Files">Files opened, standard input included.</param>
/// <param name="Records">Records shown, those with a problem included.</param>
/// <param name="Problems">Records with a problem.</param>
/// <param name="Bytes">Bytes read, after decompression.</param>
public readonly record struct InputTotals(int Files, long Records, long Problems, long Bytes);
