using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Jobs;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>The part of the network that receives: rules, published days.</summary>
internal static class ReceptionsSetup
{
    public static IServiceCollection AddReceptions(this IServiceCollection services) => services
        .AddSingleton<ReceptionPlanner>()
        .AddSingleton<ISweep, ReceptionPlanSweep>()
        .AddSingleton<BookingNews>()
        .AddSingleton<BookingLine>()
        .AddSingleton<ISweep, BookingSweep>()
        .AddSingleton<IAccountJoin, BookingAccountJoin>()
        .AddSingleton<IPersonalRecords, BookingRecords>()
        .AddSingleton<BookReception.Handler>()
        .AddSingleton<ListBookings.Handler>()
        .AddSingleton<ReceptionDesk.Handler>()
        .AddSingleton<PreviewReceptions.Handler>()
        .AddSingleton<ExportRota.Handler>()
        .AddSingleton<ListReceptions.Handler>()
        .AddSingleton<ReceptionFile.Handler>();

    public static void MapReceptions(this RouteGroupBuilder api, RouteGroupBuilder admin)
    {
        PreviewReceptions.Map(admin);
        ExportRota.Map(admin);
        ListReceptions.Map(api);
        BookReception.Map(api);
        ListBookings.Map(api);
        ReceptionDesk.Map(api);
    }
}
