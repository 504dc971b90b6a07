namespace AuditDashboard.Harvest.Sources.Demo.Noise;

/// <summary>What goes on in any cluster all the time and no canned query selects.</summary>
internal static class NoiseMix
{
    /// <summary>Share of watches, which make two events each.</summary>
    private const int WatchPercent = 14;

    /// <summary>How long after its start a watch ends. Unit: minutes.</summary>
    private const int WatchMinutes = 6;

    /// <summary>The noise of this minute.</summary>
    public static void Tell(DemoMinute minute)
    {
        var count = CountOf(minute.Settings, minute.Number);
        for (var i = 0; i < count; i++)
        {
            Tell(minute, i);
        }

        // Watches that began some minutes ago end now.
        var began = minute.Number - WatchMinutes;
        count = CountOf(minute.Settings, began);
        for (var i = 0; i < count; i++)
        {
            var random = new DemoRandom(minute.Seed, DemoPurpose.NoiseKind, began, i);
            if (random.Below(100) < WatchPercent)
            {
                Watches.TellEnd(minute, (began * DemoTime.Minute) + random.Below(DemoTime.Minute), WatchMinutes * DemoTime.Minute, ref random);
            }
        }
    }

    private static int CountOf(DemoSettings settings, long minute)
    {
        var random = new DemoRandom(settings.Seed, DemoPurpose.Noise, minute);
        return random.CountAround(settings.MatchesPerMinute * settings.NoiseRatio * (0.5 + (0.5 * DemoTime.Busy(minute))) / (1 + (WatchPercent / 100.0)));
    }

    private static void Tell(DemoMinute minute, int index)
    {
        var random = new DemoRandom(minute.Seed, DemoPurpose.NoiseKind, minute.Number, index);
        var kind = random.Below(100);
        var at = minute.At(ref random);
        switch (kind)
        {
            case < WatchPercent:
                Watches.TellStart(minute, at, ref random);
                break;
            case < 42:
                Kubelets.Tell(minute, at, ref random);
                break;
            case < 70:
                Controllers.Tell(minute, at, ref random);
                break;
            case < 88 when !minute.HasNoPeople:
                Deployments.Tell(minute, at, ref random);
                break;
            case >= 88 when !minute.HasNoPeople:
                People.Tell(minute, at, ref random);
                break;
            default:
                Controllers.Tell(minute, at, ref random);
                break;
        }
    }
}
