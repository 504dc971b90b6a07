namespace AuditDashboard.Investigation.Effects;

/// <summary>What a change makes allowed, in a list of <see cref="ListEffects"/>: "+14 −1", or a remark.</summary>
public sealed partial class EffectText
{
    private static string CssOf(ChangeSide side) => side switch
    {
        ChangeSide.Added => "granted",
        ChangeSide.Removed => "revoked",
        _ => "t3",
    };
}
