using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Commands;

/// <summary>What is done on the server and reaches everybody's data stands in every jurisdiction's audit trail, with the account of the machine that did it.</summary>
internal static class CommandTrail
{
    public static Task<int> TellAsync(WebApplication app, Database database, string command, CancellationToken ct) => database.WriteAsync(
        scope => AuditTrail.WriteEverywhereAsync(scope, app.Services.GetRequiredService<TimeProvider>(), new AuditEntry(AuditKinds.Operated, "", command)
        {
            Object = "command",
            ObjectId = command,
            Details = [new AuditDetail("account", null, Environment.UserName), new AuditDetail("machine", null, Environment.MachineName)],
        }),
        ct);
}
