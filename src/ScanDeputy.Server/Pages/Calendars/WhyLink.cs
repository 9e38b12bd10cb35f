using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Pages.Calendars;

/// <summary>The address of the page that explains a date. It names the jurisdiction: days off of a region count there and nowhere else.</summary>
public static class WhyLink
{
    /// <summary>For one stage's due date.</summary>
    public static string Of(StageView stage, CaseView view) => string.Create(
        CultureInfo.InvariantCulture,
        $"/why?receivedAt={ChinaText.Iso(ChinaTime.DateOf(stage.StartedAt))}&workingDays={stage.LimitDays + stage.ExtensionDays + stage.PausedDays}&jurisdiction={view.District.Code[..6]}&policy={Uri.EscapeDataString(stage.PolicyVersion)}&stage={stage.Kind}&category={view.Category.Id}");

    /// <summary>With nothing filled in, for somebody of that jurisdiction; null for a visitor or a resident.</summary>
    public static string Empty(string? jurisdiction) => jurisdiction is null ? "/why" : $"/why?jurisdiction={jurisdiction}";
}
