namespace AuditDashboard.Investigation;

/// <summary>On which side of a change something is.</summary>
public enum ChangeSide
{
    /// <summary>It is no thing but a remark.</summary>
    None,

    /// <summary>There after and not before.</summary>
    Added,

    /// <summary>There before and not after.</summary>
    Removed,
}

/// <summary>One thing that a change did, in words.</summary>
/// <param name="Side">On which side it is.</param>
/// <param name="Text">The words; may hold text of events, which is hostile until shown safely.</param>
public readonly record struct ChangeItem(ChangeSide Side, string Text)
{
    /// <summary>With its sign, as commands and the API print it: <c>+ get secrets (core)</c>.</summary>
    public override string ToString() => Side switch
    {
        ChangeSide.Added => "+ " + Text,
        ChangeSide.Removed => "- " + Text,
        _ => Text,
    };
}
