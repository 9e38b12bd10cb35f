using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Pages.Asking;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>What is asked before somebody goes.</summary>
internal static class Departing
{
    public static Question Deputy(int cases, bool hasSuccessor, DateOnly on, string back) => new(
        Questions.Text("leave.title"),
        [
            .. cases > 0 ? Questions.Counted("leave.cases", cases, Questions.Text(hasSuccessor ? "leave.successor" : "leave.rota")) : [Questions.Text("leave.none")],
            Questions.Text("leave.day", ChinaText.Day(on)),
        ],
        Questions.Text("leave.yes"), back);

    /// <param name="step"><c>close</c>, <c>unbind</c> or <c>password</c>.</param>
    public static Question Account(string step, CountDeparture.OfAccount counts, string back) => new(
        Questions.Text($"{step}.title"),
        [
            .. Questions.Counted($"{step}.sessions", counts.Sessions),
            .. step == "close" ? Questions.Counted("close.waiting", counts.Waiting, counts.Others) : [],
            Questions.Text(step == "close" ? "close.password" : $"{step}.done"),
        ],
        Questions.Text($"{step}.yes"), back);
}
