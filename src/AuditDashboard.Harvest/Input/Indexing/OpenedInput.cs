namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>An open input and what is known or is to be found out about its blocks.</summary>
/// <param name="Stream">Its decompressed bytes.</param>
/// <param name="Skips">Runs of blocks that need not be read, in order; null without an index.</param>
/// <param name="Recorder">Takes the blocks for a new index; null if none is made.</param>
internal readonly record struct OpenedInput(Stream Stream, Queue<SkippedRun>? Skips = null, IndexRecorder? Recorder = null);
