using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

public sealed class CaseSummaryTests
{
    /// <summary>The list of an office's work goes along what waits for nobody by name.</summary>
    [Fact]
    public void Whatever_waits_for_an_office_names_nobody() => CaseWalk.Run(600, walk =>
    {
        walk.Step();
        var summary = CaseSummary.Of(new CaseDates(walk.State, DateRules.Default));
        Assert.Equal(walk.State.OpenStage?.Sequence, summary.OpenStage);
        if (summary.WaitingRole is "CommitteeOffice" or "GovernmentOffice")
            Assert.Null(summary.WaitingId);
    });
}
