using MudBlazor;

namespace AuditDashboard.Shell;

/// <summary>MudBlazor's theme: the design's tokens, so that its behaviour comes in our looks.</summary>
public static class DashboardTheme
{
    private static readonly string[] Font = ["-apple-system", "Segoe UI Variable Text", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"];

    /// <summary>The theme, light and dark.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#F5F7F6",
            Surface = "#FFFFFF",
            BackgroundGray = "#ECF0EE",
            DrawerBackground = "#FFFFFF",
            AppbarBackground = "#FFFFFF",
            AppbarText = "#17211F",
            Primary = "#0B6B61",
            PrimaryContrastText = "#FFFFFF",
            Secondary = "#465350",
            Tertiary = "#1B5A9E",
            Info = "#1B5A9E",
            Success = "#2F6B4F",
            Warning = "#7A5600",
            Error = "#AE1238",
            TextPrimary = "#17211F",
            TextSecondary = "#465350",
            TextDisabled = "#5F6C69",
            ActionDefault = "#465350",
            ActionDisabled = "#5F6C69",
            ActionDisabledBackground = "#ECF0EE",
            LinesDefault = "#DFE5E2",
            Divider = "#DFE5E2",
            TableLines = "#DFE5E2",
            LinesInputs = "#7C8985",
            TableHover = "#F1F5F3",
            TableStriped = "#00000000",
            HoverOpacity = 0.04,
            RippleOpacity = 0,
        },
        PaletteDark = new PaletteDark
        {
            Background = "#0F1413",
            Surface = "#151B1A",
            BackgroundGray = "#1D2523",
            DrawerBackground = "#151B1A",
            AppbarBackground = "#151B1A",
            AppbarText = "#E4EBE8",
            Primary = "#5CC9B8",
            PrimaryContrastText = "#06231F",
            Secondary = "#A8B5B1",
            Tertiary = "#86BDF5",
            Info = "#86BDF5",
            Success = "#7CCBA2",
            Warning = "#E0BC55",
            Error = "#FF8C9C",
            TextPrimary = "#E4EBE8",
            TextSecondary = "#A8B5B1",
            TextDisabled = "#8A9894",
            ActionDefault = "#A8B5B1",
            ActionDisabled = "#8A9894",
            ActionDisabledBackground = "#1D2523",
            LinesDefault = "#26302D",
            Divider = "#26302D",
            TableLines = "#26302D",
            LinesInputs = "#6A7975",
            TableHover = "#1A2220",
            TableStriped = "#00000000",
            HoverOpacity = 0.04,
            RippleOpacity = 0,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = ".8125rem", LineHeight = "1.385", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Font, FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.4" },
            H2 = new H2Typography { FontFamily = Font, FontSize = ".9375rem", FontWeight = "600", LineHeight = "1.333" },
            Button = new ButtonTypography { FontFamily = Font, FontSize = ".78rem", FontWeight = "500", TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px", AppbarHeight = "40px" },
    };
}
