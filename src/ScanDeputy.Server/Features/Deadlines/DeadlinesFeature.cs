using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>The dates of what is open, and what happens when they come: alerts, reminders, expiry, the resident's clock.</summary>
public static class DeadlinesFeature
{
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services
        .AddSingleton<OpenStageDates>()
        .AddSingleton<DueDateCheck>()
        .AddSingleton<ISweep, DeadlineSweep>()
        .AddSingleton<ISweep, CaseExpirySweep>()
        .AddSingleton<CaseReminderSweep>()
        .AddSingleton<ISweep>(services => services.GetRequiredService<CaseReminderSweep>())
        .AddSingleton<ISweep, ResidentClockSweep>()
        .AddSingleton<ISweep, CalendarSweep>()
        .AddSingleton<ISweep, SupervisorDigestSweep>()
        .AddSingleton<ISweep, RetentionSweep>()
        .AddSingleton<IDatabaseGauges, DeadlineGauges>();
}
