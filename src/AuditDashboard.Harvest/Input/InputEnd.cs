namespace AuditDashboard.Harvest.Input;

/// <summary>What follows the bytes that a parser is given.</summary>
internal enum InputEnd
{
    /// <summary>More bytes of the same input: an unfinished unit waits for them.</summary>
    More,

    /// <summary>Nothing yet, but the file may grow: an unfinished unit is left for the next reading.</summary>
    Tail,

    /// <summary>Nothing, ever: whatever is left counts.</summary>
    Final,
}
