# Read by the MySQL image's start when it fills an empty data folder, with the image's own functions: so it is not executable.
bash /usr/local/lib/scandeputy/accounts.sh --secrets /run/secrets --host % | docker_process_sql
