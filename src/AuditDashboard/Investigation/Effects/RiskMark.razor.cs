namespace AuditDashboard.Investigation.Effects;

/// <summary>The risk of a change in a list of <see cref="ListEffects"/>: four steps, with the word as its name.</summary>
public sealed partial class RiskMark;
