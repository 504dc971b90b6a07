namespace AuditDashboard.Harvest.Semantics;

/// <summary>One thing that AWS leaves open, as queries whose answers tell which reading of it holds.</summary>
internal sealed record SemanticQuestion
{
    /// <summary>What it is about, as the beginning of a sentence.</summary>
    public required string Topic { get; init; }

    /// <summary>The queries; their answers in order, joined by <c>;</c>, are compared.</summary>
    public required IReadOnlyList<SemanticProbe> Probes { get; init; }

    /// <summary>The readings. Where the engine follows one, that is the first.</summary>
    public required IReadOnlyList<SemanticReading> Readings { get; init; }

    /// <summary>What a window must hold to tell, as in "no … is in this window".</summary>
    public required string Needs { get; init; }

    /// <summary>False if nothing here depends on which reading holds: then none is ours.</summary>
    public bool IsDependedOn { get; init; } = true;

    /// <summary>Where nothing depends on it, what that means, as a sentence.</summary>
    public string Aside { get; init; } = "Nothing depends on it here.";

    /// <summary>True compares numbers, and not how they are printed.</summary>
    public bool IsNumeric { get; init; }

    /// <summary>True if the answers of two readings are the same.</summary>
    public bool IsSame(string one, string other) => IsNumeric
        && double.TryParse(one, System.Globalization.CultureInfo.InvariantCulture, out var a)
        && double.TryParse(other, System.Globalization.CultureInfo.InvariantCulture, out var b)
            ? Math.Abs(a - b) <= Tolerance
            : one == other;

    /// <summary>How far printed numbers may lie apart.</summary>
    public const double Tolerance = 0.01;

    /// <summary>True if this window can tell the first reading from each other one.</summary>
    public bool CanTell => Readings.Skip(1).All(r => !IsSame(r.Answer, Readings[0].Answer));
}

/// <summary>One query of a question.</summary>
/// <param name="Text">Its text: fixed, but for times. Nothing that was read in a log is in it.</param>
/// <param name="Column">The column whose values are the answer.</param>
internal sealed record SemanticProbe(string Text, string Column)
{
    /// <summary>The window's seconds; null for those of the sample.</summary>
    public (long From, long To)? Seconds { get; init; }

    /// <summary>Most rows that StartQuery is told; null for nothing, so that the text alone says it.</summary>
    public int? RowLimit { get; init; }
}

/// <summary>One way to read what AWS leaves open.</summary>
/// <param name="Sentence">The end of a sentence that the topic begins.</param>
/// <param name="Answer">What a service that reads it so answers over the sample.</param>
internal sealed record SemanticReading(string Sentence, string Answer);
