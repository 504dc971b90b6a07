namespace AuditDashboard.Harvest.Input;

/// <summary>What a pass over the input read.</summary>
/// <param name="Files">Files opened, standard input included.</param>
/// <param name="Records">Records shown, those with a problem included.</param>
/// <param name="Problems">Records with a problem.</param>
/// <param name="Bytes">Bytes read, after decompression.</param>
/// <param name="SkippedBlocks">Blocks that an index ruled out.</param>
/// <param name="SkippedRecords">Records in them, which are not among <paramref name="Records"/>.</param>
public readonly record struct InputTotals(int Files, long Records, long Problems, long Bytes, long SkippedBlocks = 0, long SkippedRecords = 0);
