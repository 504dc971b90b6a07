namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Blocks that follow each other and are not read.</summary>
/// <param name="Offset">Where they begin in the decompressed file.</param>
/// <param name="Length">Their bytes.</param>
/// <param name="Records">Events in them, each a line.</param>
/// <param name="Blocks">How many they are; 0 for no run.</param>
/// <param name="IsEnd">True if the file ends behind them.</param>
internal readonly record struct SkippedRun(long Offset, long Length, long Records, long Blocks, bool IsEnd)
{
    /// <summary>The runs of blocks that a scan does not need, in order.</summary>
    public static Queue<SkippedRun> Of(IReadOnlyList<BlockSummary> blocks, BlockNeed need)
    {
        var runs = new Queue<SkippedRun>();
        SkippedRun run = default;
        long offset = 0;
        foreach (var block in blocks)
        {
            if (!need.Needs(block))
            {
                run = run.Blocks == 0 ? new SkippedRun(offset, 0, 0, 0, false) : run;
                run = run with { Length = run.Length + block.Length, Records = run.Records + block.Records, Blocks = run.Blocks + 1 };
            }
            else if (run.Blocks > 0)
            {
                runs.Enqueue(run);
                run = default;
            }

            offset += block.Length;
        }

        if (run.Blocks > 0)
        {
            runs.Enqueue(run with { IsEnd = true });
        }

        return runs;
    }
}
