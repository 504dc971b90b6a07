using AuditDashboard.Harvest.Sources.Demo.Actors;

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The everyday events that canned queries select: so many each minute, more by day than by night.</summary>
internal static class MatchMix
{
    /// <summary>Share of matches that preview environments make.</summary>
    private const double Preview = 0.12;

    /// <summary>Share of matches that edits of lasting roles make.</summary>
    private const double Platform = 0.05;

    /// <summary>Share that the stories make, over a cycle.</summary>
    private const double Story = 0.035;

    /// <summary>Everyday matches of this minute.</summary>
    public static void Tell(DemoMinute minute)
    {
        var rate = minute.Settings.MatchesPerMinute;
        PreviewEnvironments.Tell(minute, rate * Preview);
        PlatformEdits.Tell(minute, rate * Platform);

        var count = new DemoRandom(minute.Seed, DemoPurpose.Count, minute.Number).CountAround(rate * (1 - Preview - Platform - Story) * DemoTime.Busy(minute.Number));
        for (var i = 0; i < count; i++)
        {
            var random = new DemoRandom(minute.Seed, DemoPurpose.Matches, minute.Number, i);
            TellOne(minute, random.Below(1000), ref random);
        }
    }

    private static void TellOne(DemoMinute minute, int kind, ref DemoRandom random)
    {
        switch (kind)
        {
            case < 410:
                AnonymousProbes.Tell(minute, ref random);
                break;
            case < 480:
                AnonymousVisits.Tell(minute, ref random);
                break;
            case < 530:
                RejectedTokens.TellOfSecrets(minute, ref random);
                break;
            case < 620:
                RejectedTokens.Tell(minute, ref random);
                break;
            case < 740:
                DeniedRequests.TellOfSecrets(minute, ref random);
                break;
            case < 950:
                DeniedRequests.Tell(minute, ref random);
                break;
            case < 978:
                ServiceAccountTokens.Tell(minute, ref random);
                break;
            default:
                CloudRoles.Tell(minute, ref random);
                break;
        }
    }
}
